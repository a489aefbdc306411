"""What leaves the office: a data package, a reduced base, how to cite it, and a static copy of the pages.

:mod:`kb.publish.publication` holds the order of work; :mod:`kb.publish.reduced` is the one place that decides what of
the base goes out, all else is made of what it wrote.
"""
