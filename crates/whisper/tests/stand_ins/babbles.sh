#!/bin/sh
# Says that it is ready, and answers with what is no answer.
printf '\007\000\000\000"ready"'
head -c 4 >/dev/null
printf 'Segmentation fault (core dumped)\n'
cat >/dev/null
