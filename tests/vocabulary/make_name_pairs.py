"""Makes `name_pairs.tsv`, the labelled pairs on which the matcher was tuned and held to account.

Every pair is invented. A true pair is one name as two people would write it; a false one differs by a village, a
number, the craft or the legal form; of the third sort nobody can tell without asking. Alternate pairs of every kind are `tuned` (looked at while choosing the cut-offs)
and `held` (not). Run: `python tests/vocabulary/make_name_pairs.py > tests/vocabulary/name_pairs.tsv`.
"""

from collections.abc import Callable, Iterator

CRAFTS = [
    "ทอผ้า",
    "จักสาน",
    "แปรรูปอาหาร",
    "แม่บ้านเกษตรกร",
    "สมุนไพร",
    "ขนมไทย",
    "เลี้ยงผึ้ง",
    "ดอกไม้ประดิษฐ์",
    "น้ำพริก",
    "เครื่องปั้นดินเผา",
    "ปลาร้า",
    "กล้วยตาก",
]
VILLAGES = [
    "หนองบัว",
    "คลองใหม่",
    "ทุ่งสน",
    "วังน้ำใส",
    "โคกสูง",
    "ริมคลอง",
    "ป่าตาล",
    "ดอนทราย",
    "ศรีสุข",
    "ใหม่พัฒนา",
    "เขาดิน",
    "ท่าทอง",
]
OTHERS = [
    "หนองแวง",
    "คลองเก่า",
    "ทุ่งส้ม",
    "วังน้ำเขียว",
    "โคกกลาง",
    "ริมน้ำ",
    "ป่าแดง",
    "ดอนกลาง",
    "ศรีวิลัย",
    "ใหม่สามัคคี",
    "เขาน้อย",
    "ท่าเรือ",
]

#: Villages that differ by one letter, or by a little of a long name.
NEAR = [
    ("หนองแสง", "หนองแสน"),
    ("หนองบัว", "หนองบัง"),
    ("คลองยี่สิบเอ็ด", "คลองยี่สิบเจ็ด"),
    ("บางกรูด", "บางกรวด"),
    ("ดอนเกาะกา", "ดอนเกาะกลาง"),
    ("ท่าสะอ้าน", "ท่าสะอาด"),
    ("หนองไม้แก่น", "หนองไม้แก้ว"),
    ("หัวสำโรง", "หัวสำโรก"),
    ("คลองเขื่อน", "คลองเขื่อม"),
    ("ทุ่งเก่า", "ทุ่งเก้า"),
    ("เกาะขนุน", "เกาะขนุก"),
    ("ปากน้ำเจ้าโล้", "ปากน้ำเจ้าโต้"),
]

Pair = tuple[str, str]
TRUE: dict[str, Callable[[str, str, int], Pair]] = {
    "spaces": lambda c, v, n: (f"กลุ่ม{c}บ้าน{v}", f"กลุ่ม {c}  บ้าน{v} "),
    "no word for group": lambda c, v, n: (f"กลุ่ม{c}บ้าน{v}", f"{c}บ้าน{v}"),
    "short enterprise": lambda c, v, n: (f"วิสาหกิจชุมชน{c}บ้าน{v}", f"วสช.{c}บ้าน{v}"),
    "enterprise with group": lambda c, v, n: (
        f"วิสาหกิจชุมชนกลุ่ม{c}บ้าน{v}",
        f"กลุ่มวิสาหกิจชุมชน{c} บ้าน{v}",
    ),
    "short village": lambda c, v, n: (f"กลุ่ม{c}บ้าน{v}", f"กลุ่ม{c} บ.{v}"),
    "moo": lambda c, v, n: (f"กลุ่ม{c}บ้าน{v} หมู่ที่ {n}", f"กลุ่ม{c}บ้าน{v} ม.{n}"),
    "thai digits": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v} หมู่ {n}",
        f"กลุ่ม{c}บ้าน{v} หมู่ที่ {'๐๑๒๓๔๕๖๗๘๙'[n]}",
    ),
    "look-alike letters": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}บ้าน{v}".replace("ศ", "ส")
        .replace("ใ", "ไ")
        .replace("ณ", "น")
        .replace("ษ", "ส")
        + " ",
    ),
    "a slip of one letter": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}บ้าน{v}".replace("น้ำ", "น้า").replace("่", "", 1)
        if n % 2
        else f"กลุ่ม{c}บ้าน{v}".replace("ู", "ุ").replace("ี", "ิ"),
    ),
    "village left out": lambda c, v, n: (f"กลุ่ม{c}บ้าน{v}", f"กลุ่ม{c}{v}"),
    "typing faults": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}บ้าน{v}".replace("แ", "เเ").replace("ำ", "ํา").replace("้", "้\u200b"),
    ),
}
TRUE |= {
    "a number and a dot in front": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"{n}. กลุ่ม{c}บ้าน{v}",
    ),
    "a Thai number and a bracket in front": lambda c, v, n: (
        f"วิสาหกิจชุมชน{c}บ้าน{v}",
        f"{'๐๑๒๓๔๕๖๗๘๙'[n]}) วสช.{c}บ้าน{v}",
    ),
    "a number in brackets in front": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v} หมู่ 4",
        f"({n}) กลุ่ม{c}บ้าน{v} ม.4",
    ),
    "a number in words in front": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"ลำดับที่ {n} กลุ่ม{c}บ้าน{v}",
    ),
    "an address behind": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}บ้าน{v} ต.{VILLAGES[-n]} อ.บางคล้า จ.ฉะเชิงเทรา",
    ),
    "a district behind": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v} ม.{n}",
        f"กลุ่ม{c}บ้าน{v} หมู่ {n} อำเภอบางคล้า",
    ),
    "OTOP in brackets": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}บ้าน{v} ({('OTOP', 'โอทอป', 'สินค้า OTOP')[n % 3]})",
    ),
    "the form in brackets": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}บ้าน{v} (วิสาหกิจชุมชน)",
    ),
    "a slip in the word enterprise": lambda c, v, n: (
        f"วิสาหกิจชุมชน{c}บ้าน{v}",
        f"{('วิสาหกิจชมุชน', 'วิสาหกิจรุมชน', 'วิสาหกิจชุมขน', 'วิสากิจชุมชน')[n % 4]}{c}บ้าน{v}",
    ),
    "a slip in the word group": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"{('กุล่ม', 'กล่ม', 'กลุม')[n % 3]}{c}บ้าน{v}",
    ),
}
PERHAPS: dict[str, Callable[[str, str, int], Pair]] = {
    "the subdistrict for the village": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}ตำบล{v}",
    ),
    "the subdistrict of an address for the village": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c} ต.{v}",
    ),
    "a community for the village": lambda c, v, n: (f"กลุ่ม{c}บ้าน{v}", f"กลุ่ม{c}ชุมชน{v}"),
    "a name cut short": lambda c, v, n: (f"กลุ่ม{c}และของฝากบ้าน{v}", f"กลุ่ม{c}ฯ บ้าน{v}"),
    "a name cut short before the village": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}ฯ",
    ),
    "words in another order": lambda c, v, n: (
        f"กลุ่ม{c}แกะสลักไม้บ้าน{v}",
        f"กลุ่มแกะสลักไม้{c} บ้าน{v}",
    ),
    "another subdistrict behind": lambda c, v, n: (
        f"กลุ่ม{c}บ้าน{v} ต.บางสวน",
        f"กลุ่ม{c}บ้าน{v} ต.ปากน้ำ",
    ),
}
FALSE: dict[str, Callable[[str, str, str, str, int], Pair]] = {
    "another village": lambda c, d, v, w, n: (f"กลุ่ม{c}บ้าน{v}", f"กลุ่ม{c}บ้าน{w}"),
    "another number": lambda c, d, v, w, n: (
        f"กลุ่ม{c}บ้าน{v} หมู่ {n}",
        f"กลุ่ม{c}บ้าน{v} หมู่ {n + 1}",
    ),
    "another number at the end": lambda c, d, v, w, n: (
        f"กลุ่ม{c}บ้าน{v} {n}",
        f"กลุ่ม{c}บ้าน{v} {n + 10}",
    ),
    "a company": lambda c, d, v, w, n: (f"กลุ่ม{c}บ้าน{v}", f"บริษัท {c}บ้าน{v} จำกัด"),
    "a shop": lambda c, d, v, w, n: (f"วิสาหกิจชุมชน{c}บ้าน{v}", f"ร้าน{c}บ้าน{v}"),
    "another craft": lambda c, d, v, w, n: (f"กลุ่ม{c}บ้าน{v}", f"กลุ่ม{d}บ้าน{v}"),
    "a number left out": lambda c, d, v, w, n: (f"กลุ่ม{c}บ้าน{v} หมู่ {n}", f"กลุ่ม{c}{v}"),
    "another community form": lambda c, d, v, w, n: (
        f"วิสาหกิจชุมชน{c}{v}",
        f"กลุ่ม{c}บ้าน{v}",
    ),
    "another village, numbered": lambda c, d, v, w, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"{n}. กลุ่ม{c}บ้าน{w}",
    ),
    "another village, the same address": lambda c, d, v, w, n: (
        f"กลุ่ม{c}บ้าน{v} ต.บางสวน อ.บางคล้า",
        f"กลุ่ม{c}บ้าน{w} ต.บางสวน อ.บางคล้า",
    ),
    "another craft in brackets": lambda c, d, v, w, n: (
        f"กลุ่มพัฒนา ({c}) บ้าน{v}",
        f"กลุ่มพัฒนา ({d}) บ้าน{v}",
    ),
    "a village and one more word": lambda c, d, v, w, n: (
        f"กลุ่ม{c}บ้าน{v}",
        f"กลุ่ม{c}บ้าน{v}เหนือ",
    ),
}
CLOSE: dict[str, Callable[[str, str, str], Pair]] = {
    "a village near by letters": lambda c, v, w: (f"กลุ่ม{c}บ้าน{v}", f"กลุ่ม{c} บ.{w}"),
    "a village near by letters, not called one": lambda c, v, w: (
        f"กลุ่ม{c}{v}",
        f"กลุ่ม{c}{w}",
    ),
    "a long name, a village near by letters": lambda c, v, w: (
        f"วิสาหกิจชุมชนกลุ่ม{c}และแปรรูปผลผลิตทางการเกษตร{v}",
        f"วสช.{c}และแปรรูปผลผลิตทางการเกษตร {w}",
    ),
}


def pairs() -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, truth, part, and the two names."""
    for kind, make in TRUE.items():
        for i, (craft, village) in enumerate(zip(CRAFTS, VILLAGES, strict=True)):
            yield (
                kind,
                "same",
                "held" if i % 2 else "tuned",
                *make(craft, village, i % 9 + 1),
            )
    for kind, make in PERHAPS.items():
        for i, (craft, village) in enumerate(zip(CRAFTS, VILLAGES, strict=True)):
            yield (
                kind,
                "perhaps",
                "held" if i % 2 else "tuned",
                *make(craft, village, i % 9 + 1),
            )
    for kind, make_false in FALSE.items():
        for i, (craft, village) in enumerate(zip(CRAFTS, VILLAGES, strict=True)):
            other = CRAFTS[(i + 5) % len(CRAFTS)]
            yield (
                kind,
                "different",
                "held" if i % 2 else "tuned",
                *make_false(craft, other, village, OTHERS[i], i % 9 + 1),
            )
    for kind, make_near in CLOSE.items():
        for i, (craft, (village, other)) in enumerate(zip(CRAFTS, NEAR, strict=True)):
            yield (
                kind,
                "different",
                "held" if i % 2 else "tuned",
                *make_near(craft, village, other),
            )


if __name__ == "__main__":
    for row in pairs():
        print("\t".join(row))
