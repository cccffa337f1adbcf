"""Makes `answers.xlsx`: the to-confirm sheet of the sample registry, the questions of one district answered.

Run it from the project's root, after `make.py`: `python sample_data/make_answers.py`.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from kbo_screen.desk.questions import open_questions
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions

FOLDER = Path(__file__).parent
#: The district whose questions are answered, and what is said to each condition.
ANSWERED = "คลองเขื่อน"
WORDS = {"potential": "ใช่", "quadrant-d": "D"}


def main(path: Path = FOLDER / "answers.xlsx") -> Path:
    """Write the sheet and return its path."""
    run = build_run(
        [FOLDER / "registry.xlsx"],
        RunOptions(letter="chachoengsao_2566", lang="th", quiet=True),
    )
    products = run.registry.products
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("รอยืนยัน")
        sheet.write_row(
            0, 0, ["อำเภอ", "ชื่อกลุ่ม", "ผลิตภัณฑ์", "คำตอบ", "ผู้ตอบ", "วันที่", "รหัสคำถาม"]
        )
        for row, question in enumerate(
            open_questions(run.registry, run.screening, run.letter), start=1
        ):
            own = products.loc[
                question.product, ["district", "group_name", "product_name"]
            ].tolist()
            is_answered = own[0] == ANSWERED
            answer = (
                [WORDS[question.condition], "พัฒนากรตัวอย่าง", "2022-12-20"]
                if is_answered
                else [None] * 3
            )
            sheet.write_row(row, 0, [*own, *answer, question.id])
        sheet.set_column(0, 2, 26)
    return path


if __name__ == "__main__":
    print(main().name)
