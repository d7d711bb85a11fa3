"""Common tasks: how complex they are and which model suits them, as the field states it."""

import pytest

from generator.catalog.catalogue import Catalogue

# The field's own list, by complexity.
TASKS = {
    1: ("文本分类", "情感分析", "关键词提取", "意图识别"),
    2: ("摘要生成", "翻译", "邮件撰写", "文案改写"),
    3: ("代码生成", "数据分析", "推理问答", "创意写作"),
    4: ("长文档问答", "复杂数学推理", "多轮对话agent"),
}


@pytest.mark.parametrize(
    ("complexity", "name"), [(level, name) for level, names in TASKS.items() for name in names]
)
def test_a_common_task_has_its_complexity(complexity: int, name: str) -> None:
    known = Catalogue("en").kind_of_request(name)
    assert known is not None
    assert known[0] == complexity


@pytest.mark.parametrize("name", ["Text classification", "text_classification", "classification"])
def test_a_task_is_found_however_its_name_is_written(name: str) -> None:
    assert Catalogue("zh-CN").kind_of_request(name) == (1, "Q4_0", "Q3_K_S")


@pytest.mark.parametrize(
    ("name", "quantisation"),
    # Precision matters little to classification, much to code and most to mathematics.
    [("文本分类", "Q4_0"), ("翻译", "Q4_K_M"), ("代码生成", "Q5_K_M"), ("复杂数学推理", "Q8_0")],
)
def test_a_task_is_given_the_quantisation_that_it_bears(name: str, quantisation: str) -> None:
    known = Catalogue("en").kind_of_request(name)
    assert known is not None
    assert known[1] == quantisation


def test_an_unknown_task_is_not_guessed() -> None:
    assert Catalogue("en").kind_of_request("合同要素抽取") is None


def test_models_grow_with_the_complexity_of_their_tasks() -> None:
    models = Catalogue("en").models_by_complexity()
    sizes = ["qwen2.5:1.5b", "qwen2.5:7b", "qwen2.5:14b", "qwen2.5:32b", "qwen2.5:72b"]
    assert list(models.values()) == sizes
