"""What an audit reports: one disagreement between finished files, in words to act on."""

from dataclasses import dataclass

from generator.wording.saying import said


@dataclass(frozen=True)
class Finding:
    """One thing wrong in a finished packet.

    `rule` is the stable name of the rule that is broken ("recalculated_differs"), `where` the
    place ("OpEx!C5"), `message` the rest of the sentence.
    """

    rule: str
    where: str
    message: str

    @property
    def told(self) -> str:
        """The whole sentence."""
        return said("{where}: {message}", where=self.where, message=self.message)

    def __str__(self) -> str:
        return str(self.told)
