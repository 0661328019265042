enum Self_ { é(u8), r#fn { __arena_this: u8, __arena_field_0: u8 }, None }
