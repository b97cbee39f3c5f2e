# Sourced by tests/bench.sh: every row of the table of targets, one measurement after the other, on a quiet machine. Takes an hour or two.
status=0
for each in grpc read write relay lag reporting growth import gateway start; do
    echo "== $each"
    tests/bench.sh "$each" ${1+"$@"} || status=1
done
exit $status
