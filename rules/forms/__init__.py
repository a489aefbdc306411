"""Forms that all provinces fill in alike: their rows are data, ``*.tsv``; a table that holds enough of them is one."""
