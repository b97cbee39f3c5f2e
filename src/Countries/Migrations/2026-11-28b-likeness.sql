-- Tables whose records are compared with each other for duplicates.
select index_likeness('organizations');
select index_likeness('people');
select index_likeness('places');
