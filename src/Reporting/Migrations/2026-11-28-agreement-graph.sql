-- Reports about agreements go from name to name, and from a country to its bodies.
create index on mart.reference (to_name, name);
drop index mart.reference_to_name_idx;
create index on mart.organization (country);
