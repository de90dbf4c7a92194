#!/bin/sh
# Never says that it is ready, but much else.
echo 'error while loading shared libraries'
