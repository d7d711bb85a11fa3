"""Every language has the same words to say and the same templates to say them in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from generator.packet.packet import Packet
from generator.render.markdown import to_markdown
from generator.render.workbook.book import write_workbook
from generator.resources import templates_folder
from tests.packets import packet_from

LANGUAGES = ("zh-CN", "en")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
EVERYTHING = """
proposal: {title: Platform, language: en, date: 2026-11-23}
money: {currency: USD}
