# SPDX-License-Identifier: Apache-2.0
"""Cuts contact sheets of equal tiles into single pictures: all sheets but the last to train on, the last to score on."""
import argparse
from pathlib import Path

from PIL import Image


def cut(sheet, side, folder, limit=None):
    """Writes the tiles of a sheet, row by row, as FOLDER/SHEET_NUMBER.png; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = Image.open(sheet).convert("RGB")
    columns, rows = picture.width // side, picture.height // side
    count = min(columns * rows, limit or columns * rows)
    for i in range(count):
        left, top = i % columns * side, i // columns * side
        picture.crop((left, top, left + side, top + side)).save(folder / f"{sheet.stem}_{i:03d}.png")
    return count


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("sheets", help="folder of contact sheets")
    p.add_argument("out", help="gets the folders train and held-out")
    p.add_argument("--side", type=int, default=64, help="pixels of a tile's side")
    p.add_argument("--held-out", type=int, default=100, help="tiles of the last sheet to score on")
    args = p.parse_args()
    sheets = sorted(q for q in Path(args.sheets).iterdir() if q.suffix.lower() in (".jpg", ".png"))
    trained = sum(cut(sheet, args.side, Path(args.out) / "train") for sheet in sheets[:-1])
    scored = cut(sheets[-1], args.side, Path(args.out) / "held-out", args.held_out)
    print(f"{trained} to train on, {scored} to score on")


if __name__ == "__main__":
    main()
