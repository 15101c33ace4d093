"""From text to values: numbers, money, dates, booleans and lists, each checked and never guessed.

A reader takes a cell's text and returns its value, `None` for a blank cell, and raises `Unfit` for anything else
that it cannot read for certain.
"""
