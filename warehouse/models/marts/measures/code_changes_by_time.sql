-- grain: one row per subject, year, weekday and hour in Shanghai with commits that are neither merges nor a bot's
-- column: subject_kind | 主体类型 | kind of subject
-- column: subject_id | 主体编号 | subject
-- column: year | 年 | year
-- column: weekday | 星期，1 是星期一 | weekday, Monday is 1
-- column: hour | 时（上海） | hour in Shanghai
-- column: value | 提交数 | commits

select s.subject_kind, s.subject_id, h.year, h.weekday, h.hour, sum(h.commit_count) as value
from intermediate.place_hours h
join intermediate.place_subjects p using (place_number)
join intermediate.public_subjects s using (subject_number)
group by all
