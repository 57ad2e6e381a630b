"""Rebuild the lists of common words that typo repair leaves alone (conversations/lexicons/<lang>/common_words.txt).

Run by hand, with the build-time package `wordfreq` installed: `python scripts/build_common_words.py`. A word on these
lists is
never "repaired" towards a lexicon word (PROTOCOL 3.4: never/fever, ladder/bladder), so a longer list means fewer repairs.
"""

from pathlib import Path

from wordfreq import top_n_list

from conversations.understanding.text import fold

LEXICONS = Path(__file__).resolve().parent.parent / "conversations" / "lexicons"
SIZES = {"en": 10_000, "es": 8_000}
HEADER = """\
# The most frequent {lang} words, folded to plain lower-case letters; typo repair leaves them alone.
# From the data of wordfreq 3 (Robyn Speer), licence CC BY-SA 4.0; so this file is under CC BY-SA 4.0 too.
# Rebuilt by scripts/build_common_words.py.
"""


def common_words(lang: str) -> list[str]:
    """List the `SIZES[lang]` most frequent words, folded, letters only, in order of frequency."""
    folded = (fold(word).replace("'", "") for word in top_n_list(lang, SIZES[lang]))
    return list(dict.fromkeys(word for word in folded if word.isascii() and word.isalpha() and len(word) > 1))


def main() -> None:
    """Write one file a language."""
    for lang in SIZES:
        path = LEXICONS / lang / "common_words.txt"
        path.write_text(HEADER.format(lang=lang) + "\n".join(common_words(lang)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
