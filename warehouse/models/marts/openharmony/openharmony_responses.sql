-- grain: one row per month in which issues or change requests of OpenHarmony's own code were opened, and kind of them
-- Comments cannot all be read under the forge's quota: an answer is known only of what was read, and every figure
-- stands beside that share. Carried-over ones count once.
-- column: month_on | 打开的月份（北京时间） | month of opening, in Shanghai
-- column: thread_kind | 类别：issue、change_request | issue or change request
-- column: thread_count | 数量 | how many were opened
-- column: read_count | 其中评论已读取的（列表称无评论的也算） | those whose comments are held, or of which the list says that there are none
-- column: read_ratio | 已读取的比例，与各数同看 | share that was read, to be read beside every figure
-- column: answered_count | 已读取中有他人回应的 | of those read, answered by somebody else
-- column: median_hours_to_first_response | 首次回应的小时中位数（有回应的） | median hours to the first answer, of those answered

select
    date_trunc('month', w.opened_on)::date as month_on,
    w.thread_kind,
    count(*) as thread_count,
    count(*) filter (w.is_read) as read_count,
    count(*) filter (w.is_read) / count(*) as read_ratio,
    count(*) filter (w.is_read and r.responded_at is not null) as answered_count,
    median(date_diff('second', w.opened_at, r.responded_at) / 3600.0) filter (w.is_read)
        as median_hours_to_first_response
from intermediate.openharmony_work w
left join intermediate.first_responses r using (repository_id, thread_kind, number)
where w.part = 'core'
group by 1, 2
