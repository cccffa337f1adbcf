"""The order of ids, and of names where there is none."""

from __future__ import annotations

from operator import ne

import numpy as np
import pandas as pd

from kbo_screen.registry.frame_values import values_at
from kbo_screen.vocabulary.thai_order import sort_key


def text_order(ids: pd.Series, names: pd.Series) -> np.ndarray:
    """The order of ids as text, and of names in Thai dictionary order where there is no id."""
    has_id = ids.notna().to_numpy()
    names_without_id = names.astype(object).mask(has_id)
    texts = np.where(has_id, ids.astype(object), _thai_keys(names_without_id))
    return _places(texts.tolist())


def _places(texts: list[str]) -> np.ndarray:
    """Per text its place in order, from 0; equal texts share one. Most registries stand in order, or nearly so."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    in_order = [texts[position] for position in order]
    is_next = np.fromiter(map(ne, in_order[1:], in_order), dtype=bool)
    places = np.zeros(len(texts), dtype=np.intp)
    places[order[1:]] = np.cumsum(is_next)
    return places


def _thai_keys(names: pd.Series) -> np.ndarray:
    """Of every name its key; each different name is looked at once, and none has an empty key."""
    codes, distinct = pd.factorize(names)
    keys = [sort_key(str(name)) for name in distinct]
    return values_at(codes, keys, "")
