"""The rules of document 004, declared, in the order they are asked (ruling A6).

``envelope``, ``types``, ``lists`` and ``related`` declare; ``rule`` says what a rule is and ``checking`` asks them.
"""
