select create_resource('assessments');
alter table assessments
    add column kind text not null default '',
    add column rating text not null default '';
