"""What the words of a report say about how its figures belong together; :mod:`rules.relations.find` is the order.

| relation | a figure | others | how |
| --- | --- | --- | --- |
| part_of | a part | its whole | ``all`` (gồm …) or ``some`` (trong đó …) are named; nothing said: they add up |
| rest | a part | its whole | it is what is left over |
| within | a part | the part before it, of which it is told | |
| excludes | a part | a part of which nothing is in both | |
| overlaps | a part | its whole | a thing may count twice |
| listed_behind | a figure | a part that it is listed right behind | |
| left_over | a fraction | the one before it, of one denominator | |
| lists | a whole | what is listed behind it and no word says to be its parts | |
| from_to | the end of a change | its beginning | |
| since | a change | the earlier value in brackets | |
| change | a change | before and after | ``sentence``, ``brackets``, ``row``; ``below``, ``beside`` in a table |
| less_than | a change | the value that falls short | |
| planned | a value in brackets | the change: it is a plan, no earlier value | |
| in_points | a percentage | none: it is percentage points | |
| earlier | a value in brackets | none: something is set against it | |
| share | a percentage | part and whole | ``over``, ``part``, ``plan``, ``behind``, ``whole`` |
| share_again | a percentage | the fraction that it says again | |
| share_of_a_plan | a percentage | none: of a plan or another time | |
| share_of_another | a percentage | none: not of what its metric is a share of | |
| beyond | a change | none: beyond a target, or short of it | |
| met, missed | a result | its target | |
| total | a total of a table | its terms, the nearest first | ``above``, ``below`` |
| sections | a total of a table | those of the numbered sections | |
| announces, names | a number of things | none; ``counts`` says how many are listed behind | |
"""
