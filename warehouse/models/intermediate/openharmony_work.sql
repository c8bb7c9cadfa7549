-- grain: one row per issue and change request of OpenHarmony's own code, once: carried over, it counts where it is

select t.* exclude (carried_order)
from intermediate.openharmony_threads t
anti join intermediate.openharmony_carried_threads c
    on c.thread_kind = t.thread_kind and c.repository_id = t.repository_id and c.number = t.number
