-- grain: one row per registered fact that stands: of entries that were not taken back, the newest one's line
-- A fact counts from counts_from_on to counts_until_on, both included; an open end is far away.

with

standing as (
    select r.register, r.row_id, r.cells, e.entry_id, e.entered_at
    from staging.register_rows r
    join staging.register_entries e using (entry_id)
    where e.entry_id not in (select entry_id from staging.register_undos)
    qualify row_number() over (partition by r.register, r.row_id order by e.entered_at desc, e.entry_id desc) = 1
)

select
    s.register,
    s.row_id,
    s.entry_id,
    s.entered_at,
    s.cells::json as cells,
    try_cast(json_extract_string(s.cells, '$.' || d.from_column) as date) as counts_from_on,
    coalesce(
        try_cast(json_extract_string(s.cells, '$.' || d.until_column) as date), date '9999-12-31'
    ) as counts_until_on
from standing s
join staging.register_definitions d using (register)
