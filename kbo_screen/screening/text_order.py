"""The order of ids, and of names where there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kbo_screen.vocabulary.thai_order import sort_key


def text_order(ids: pd.Series, names: pd.Series) -> np.ndarray:
    """The order of ids as text, and of names in Thai dictionary order where there is no id."""
    has_id = ids.notna().to_numpy()
    names_without_id = names.astype(object).mask(has_id)
    texts = np.where(has_id, ids.astype(object), _thai_keys(names_without_id))
    return pd.factorize(texts, sort=True)[0]


def _thai_keys(names: pd.Series) -> np.ndarray:
    """Of every name its key; each different name is looked at once, and none has an empty key."""
    codes, distinct = pd.factorize(names)
    keys = [sort_key(str(name)) for name in distinct]
    no_name = ""  # the last entry: the code of a missing name is -1
    return np.array([*keys, no_name], dtype=object)[codes]
