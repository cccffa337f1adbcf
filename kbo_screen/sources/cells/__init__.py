"""Cells of a sheet: which cell a value stands in, its place, its area, its years within bounds."""
