"""A module with one thing changed in one of its functions, by the operators of mutmut.

mutmut's own runner leaves out decorated functions, which here are many: properties, cached
functions. So only its operators are used. Not changed are

- what is not in a function: tables are data, and `vectors.mutants` changes the rules among them;
- type annotations, decorators, defaults that are more than a literal, docstrings;
- text with a blank in it, which is words for people, and the case of any other text;
- the arguments of `len` and `isinstance` (as in mutmut), the type of a `cast`, `strict` of a `zip`.
"""

from __future__ import annotations
import __future__

import ast
import difflib
import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any, Final

import libcst as cst
from attrs import frozen
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

__all__ = ["Functions", "Mutant", "Source", "functions_of", "install"]

_LITERAL: Final = (cst.Name, cst.BaseNumber, cst.BaseString)


@frozen
class Mutant:
    """One change of a module.

    Attributes:
        where: The name of the function it is in.
        lines: The lines of the statement it is in.
        statement: The place of the function or class among the statements of the module.
        old: What is replaced.
        new: What replaces it.
    """

    where: str
    lines: range
    statement: int
    old: cst.CSTNode
    new: cst.CSTNode


class Source:
    """The text of a module, and what can be changed in it."""

    def __init__(self, text: str) -> None:
        wrapper = MetadataWrapper(cst.parse_module(text))
        self._module = wrapper.module
        self._places: Mapping[cst.CSTNode, Any] = wrapper.resolve(PositionProvider)
        self.mutants = tuple(
            Mutant(where, lines, i, old, new)
            for i, statement in enumerate(self._module.body)
            for where, lines, old in self._nodes(statement, "", range(0))
            for new in _replacements(old)
        )

    def _nodes(
        self, node: cst.CSTNode, where: str, lines: range
    ) -> Iterator[tuple[str, range, cst.CSTNode]]:
        """What may be changed, with the function it is in and the lines of its statement."""
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            where = f"{where}.{node.name.value}".lstrip(".")
            function = isinstance(node, cst.FunctionDef)
            parts = (node.params, node.body) if isinstance(node, cst.FunctionDef) else (node.body,)
            for part in parts:
                yield from self._nodes(part, where, self._lines(node) if function else lines)
            return
        if isinstance(node, cst.SimpleStatementLine) and lines:
            lines = self._lines(node)
        if lines and not _is_call(node, "len", "isinstance", "cast", "zip"):
            yield where, lines, node
        for child in _children(node):
            yield from self._nodes(child, where, lines)

    def _lines(self, node: cst.CSTNode) -> range:
        place = self._places[node]
        return range(place.start.line, place.end.line + 1)

    def before(self, mutant: Mutant) -> str:
        """The function or class as it is, at its place in an otherwise empty module."""
        return self._placed(mutant, self._module.body[mutant.statement])

    def after(self, mutant: Mutant) -> str:
        """The same with the change in it."""
        statement = self._module.body[mutant.statement]
        return self._placed(mutant, statement.deep_replace(mutant.old, mutant.new))

    def _placed(self, mutant: Mutant, statement: Any) -> str:
        original: Any = self._module.body[mutant.statement]
        first: int = min(
            self._places[each].start.line
            for each in (original, *getattr(original, "decorators", ()))
        )
        bare = statement.with_changes(leading_lines=())
        code: str = self._module.code_for_node(bare)
        return "\n" * (first - 1) + code

    def words(self, mutant: Mutant) -> str:
        """The change in one line."""
        lines = difflib.ndiff(
            self.before(mutant).strip().splitlines(), self.after(mutant).strip().splitlines()
        )
        changed: dict[str, list[str]] = defaultdict(list)
        for line in lines:
            changed[line[:2]].append(line[2:].strip())
        return f"{' '.join(changed['- '])}  =>  {' '.join(changed['+ '])}"


def _replacements(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.SimpleString):
        if len(node.quote) == 1 and " " not in node.value:
            text = f"{node.prefix}{node.quote}XX{node.raw_value}XX{node.quote}"
            yield node.with_changes(value=text)
        return
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)


def _is_call(node: cst.CSTNode, *names: str) -> bool:
    return (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in names
    )


def _children(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """The parts of what may be changed that may be changed themselves."""
    if _is_call(node, "len", "isinstance"):
        return ()
    if isinstance(node, cst.Call) and _is_call(node, "cast"):
        return (node.args[1],)
    if isinstance(node, cst.Call) and _is_call(node, "zip"):
        return [each for each in node.args if each.keyword is None]
    if isinstance(node, cst.Param):
        return (node.default,) if isinstance(node.default, _LITERAL) else ()
    return [each for each in node.children if not isinstance(each, (cst.Annotation, cst.Decorator))]


Functions = Mapping[int, list[FunctionType]]
"""The functions of a module that is imported, by their first line."""


def functions_of(path: str) -> Functions:
    """The functions that were read from a file."""
    found: dict[int, list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == path:
            found[each.__code__.co_firstlineno].append(each)
    return found


def install(functions: Functions, path: str, before: str, after: str) -> bool:
    """Give functions the code and the defaults that a changed text of them has.

    Args:
        functions: Those of the module.
        path: The file of the module.
        before: The text as it is, with every function on its line.
        after: The same with a change.

    Returns:
        Whether any of them was changed.
    """
    codes, changed = _codes(before, path), _codes(after, path)
    done = False
    for key, code in codes.items():
        if changed[key] != code:
            for function in functions.get(code.co_firstlineno, ()):
                if function.__code__.co_qualname == code.co_qualname:
                    function.__code__ = changed[key]
                    done = True
    for old, new in zip(_definitions(before), _definitions(after), strict=True):
        if ast.dump(old.args) != ast.dump(new.args):
            line = min([old.lineno, *(each.lineno for each in old.decorator_list)])
            for function in functions.get(line, ()):
                _set_defaults(function, old.args, new.args)
                done = True
    return done


def _codes(text: str, path: str) -> dict[tuple[str, int], CodeType]:
    """The code of each function: by its name, and how many of that name came before."""
    found: dict[tuple[str, int], CodeType] = {}
    seen: Counter[str] = Counter()
    flags = __future__.annotations.compiler_flag
    waiting = [compile(text, path, "exec", flags=flags, dont_inherit=True)]
    while waiting:
        inner = [each for each in waiting.pop(0).co_consts if isinstance(each, CodeType)]
        waiting += inner
        for code in inner:
            found[code.co_qualname, seen[code.co_qualname]] = code
            seen[code.co_qualname] += 1
    return found


def _definitions(text: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]


def _set_defaults(function: FunctionType, old: ast.arguments, new: ast.arguments) -> None:
    """Change those defaults of a function that are written otherwise."""
    positional = list(function.__defaults__ or ())
    for i, (before, after) in enumerate(zip(old.defaults, new.defaults, strict=True)):
        if ast.dump(before) != ast.dump(after):
            positional[i] = ast.literal_eval(after)
    named = dict(function.__kwdefaults__ or {})
    for argument, was, becomes in zip(
        new.kwonlyargs, old.kw_defaults, new.kw_defaults, strict=True
    ):
        if was and becomes and ast.dump(was) != ast.dump(becomes):
            named[argument.arg] = ast.literal_eval(becomes)
    function.__defaults__, function.__kwdefaults__ = tuple(positional), named
