-- What the report reads and no page brought: the templates that were filled in.

create table if not exists marts.register_entries as
select 'E-1' as entry_id, 'trainings' as register, '培训' as name_zh, 'Trainings' as name_en, timestamptz '2026-10-08 09:30:00+08' as entered_at,
    '某处' as entered_by, '培训台账（虚构）' as document, 3 as row_count, false as is_undone, null::timestamptz as undone_at, null::varchar as undo_reason;
