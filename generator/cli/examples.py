"""Turns the name of a command into examples of it, what else there is to know, and its exit codes, for `--help`."""

from generator.wording.saying import said

# A command line as one types it, and what it does.
EXAMPLES = {
    "budget": (
        ("budget init proposal.yaml", said("a commented starter input")),
        ("budget check proposal.yaml", said("all that is wrong with it, with line and fix")),
        ("budget build proposal.yaml", said("document, PDF and workbook in output/proposal/")),
    ),
    "build": (
        ("budget build platform.yaml", said("document, PDF and workbook in output/platform/")),
        (
            "budget build north.yaml south.yaml --only pdf,xlsx",
            said("several inputs, some formats"),
        ),
        (
            "budget build platform.yaml --set horizon.years=5",
            said("with another value, for this run"),
        ),
        ("budget build platform.yaml -o again", said("into another folder")),
    ),
    "watch": (
        ("budget watch platform.yaml", said("open output/platform.draft/proposal.md in an editor")),
        (
            "budget watch platform.yaml branch.yaml --only pdf,xlsx",
            said("several inputs, some formats"),
        ),
    ),
    "serve": (("budget serve platform.yaml", said("then open http://127.0.0.1:8712/")),),
    "check": (
        ("budget check platform.yaml", said("prints nothing when all is well")),
        (
            "budget check inputs/*.yaml --strict",
            said("warnings count as errors, as for a pipeline"),
        ),
    ),
    "figures": (
        ("budget figures platform.yaml", said("all of them")),
        ("budget figures platform.yaml return.npv 'opex.*'", said("one, and a family")),
        (
            "budget figures platform.yaml return.npv --set workload.monthly_requests=×2",
            said("what if"),
        ),
        ("budget figures platform.yaml summary --output-format json", said("for other programs")),
    ),
    "explain": (
        ("budget explain platform.yaml return.npv", said("down to the lines of the input")),
        ("budget explain E014", said("what the code means, with an example")),
    ),
    "diff": (
        (
            "budget diff output/platform inputs/platform.yaml",
            said("what the input says that its packet does not"),
        ),
        ("budget diff last.yaml now.yaml --output-format memo", said("a memo for the approvers")),
        (
            "budget diff PACKET INPUT --output-format adjustment -o form.pdf",
            said("approved, adjusted by, adjusted to: a form to sign"),
        ),
    ),
    "solve": (
        (
            "budget solve platform.yaml return.npv=0 by workload.monthly_requests",
            said("how few requests still pay"),
        ),
        (
            "budget solve platform.yaml capex.total=60000 by options.own.capex.0.unit_price",
            said("what the machine may cost"),
        ),
        (
            "budget solve platform.yaml savings.vs_runner_up=0 by horizon.discount_rate",
            said("where the order of options turns"),
        ),
    ),
    "status": (
        ("budget status output/*", said("all packets, each against its input on the disk")),
        ("budget status sent/platform --input platform.yaml", said("a packet that was moved")),
        (
            "budget build output/platform -o again",
            said("make a packet again from what it holds itself"),
        ),
    ),
    "evidence": (
        (
            "budget evidence platform.yaml",
            said("what log and benchmarks say, before a field makes use of them"),
        ),
    ),
    "bench": (
        (
            "budget bench http://127.0.0.1:8000 --model qwen3-32b",
            said("60 requests, a minute at most, into bench-qwen3-32b.json"),
        ),
        (
            "budget bench http://127.0.0.1:11434/api/generate --model qwen3:8b",
            said("Ollama by its own interface"),
        ),
        (
            "budget bench https://gateway.example/v1 --model M --remote --key-from GATEWAY_KEY",
            said("another machine, with a key that stays in the environment"),
        ),
        (
            "budget bench URL --model M --concurrency 1,16,64 --requests 400 --seconds 600",
            said("as many at once as are expected"),
        ),
    ),
    "verify": (
        ("budget verify output/platform", said("is every file as it was published?")),
        ("budget verify any.xlsx", said("rules of formulas, for a workbook of any origin")),
        (
            "budget verify tco.xlsx platform.yaml",
            said("every difference from what the input makes"),
        ),
    ),
    "pull": (
        ("budget pull tco.xlsx platform.yaml", said("shows each change, then asks")),
        ("budget pull tco.xlsx platform.yaml --dry-run", said("only shows them")),
    ),
    "list": (
        ("budget list hardware", said("machines, with prices")),
        ("budget list cards 5090", said("cards with 5090 in their name")),
        ("budget list models deepseek --output-format csv", said("list prices, as a table")),
    ),
    "schema": (
        (
            "budget schema > budget.schema.json",
            said(
                "an editor then completes inputs in the same folder that name it in their first line"
            ),
        ),
    ),
    "init": (
        ("budget init proposal.yaml", said("a commented starter input, in Chinese")),
        ("budget init proposal.yaml --language en", said("in English")),
    ),
    "doctor": (("budget doctor", said("a line for each thing, with what mends it")),),
    "completion": (
        ('eval "$(budget completion bash)"', said("for this shell; in ~/.bashrc for all")),
        ('eval "$(budget completion zsh)"', said("the same, in ~/.zshrc")),
        ("budget completion fish | source", said("the same, in ~/.config/fish/config.fish")),
    ),
}

MORE = {
    "bench": said(
        "Each level sends as many requests as its number at once, and the next one as soon as one is "
        "answered. The prompts are\n"
        "random words; no text of an answer is kept. The file has the form of `vllm bench serve "
        "--save-result`, a result for each\n"
        "level; neither address nor key stand in it. Nothing is overwritten."
    ),
    "serve": said(
        "The page is shown anew after each save; where the input has a problem, that is shown in its "
        "place. No other machine\n"
        "and no page of another site reaches it, and nothing is written."
    ),
    "watch": said(
        "On each save of an input, its catalogue, its templates or what is attached: the headlines that "
        "moved, and the\n"
        "document as a draft beside the packet; then the packet itself, all of it or none. Where the input "
        "has a problem it\n"
        "is told, and the packet of before stays. The draft is gone in the end."
    ),
    "diff": said(
        "Each headline's move is split by cause: the model is computed anew after each change, in the "
        "order of the file.\n"
        "--scenario holds of both where OLD has it too, --set of NEW alone; the first lines say how each "
        "was read. What a scenario\n"
        "changes in one file: budget diff FILE FILE --scenario NAME --old-scenario base"
    ),
    "solve": said(
        "The whole model is computed anew at each value that is tried, within the limits of the field; "
        "counts move by whole\n"
        "numbers. The value that is nearest to the stated one is told, or that there is none."
    ),
    "status": said(
        "A packet is stale where the input says something else, or its catalogue, what is attached, the "
        "templates, our data\n"
        "or the tool are others, or its files were edited."
    ),
    "pull": said(
        "Only the inputs sheet is read. Where any formula was altered, the workbook computes something "
        "else than the file will,\n"
        "and nothing is written unless --ignore-formulas says so."
    ),
}

WATCHED = said("Exit code 0: it was stopped with Ctrl-C; 2: it cannot watch.")
EXIT_CODES = {
    "build": said(
        "Exit code 0: all is made; 1: findings, nothing was replaced; 2: wrong usage, or a part cannot be made here."
    ),
    "check": said(
        "Exit code 0: all inputs are sound; 1: some are not; 2: one of them cannot be read."
    ),
    "watch": WATCHED,
    "serve": WATCHED,
    "diff": said(
        "Exit code 0: both are the same; 1: they are different; 2: one of them cannot be read."
    ),
    "solve": said(
        "Exit code 0: there is such a value; 1: there is none; 2: the question cannot be asked."
    ),
    "status": said("Exit code 0: all are fresh; 1: some are stale; 2: some cannot be judged."),
    "bench": said(
        "Exit code 0: all requests were served; 1: some were not; 2: nothing was measured, or it was stopped."
    ),
    "verify": said("Exit code 0: nothing is found; 1: findings; 2: something cannot be read."),
    "pull": said(
        "Exit code 0: file and workbook say the same; 1: they do not; 2: one of them cannot be read."
    ),
    "doctor": said("Exit code 0: nothing is lacking; 2: something is."),
}
