"""Goods: products, their categories and who supplies them."""
