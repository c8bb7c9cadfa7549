-- grain: one row per subject that may be shown: panels serve growth only, unjoined subjects marts.people_without_join
-- only, and some targets are never named

select s.subject_number, s.subject_kind, s.subject_id, s.base_subject_id, s.confidence, n.name
from intermediate.subjects s
left join intermediate.named_targets n using (subject_kind, subject_id)
where s.subject_kind not in ('panel', 'unjoined')
    and (s.subject_kind not in ('repository', 'project', 'package') or n.name is not null)
