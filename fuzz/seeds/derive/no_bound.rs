#[arena(bound = "")] struct A<T>(core::marker::PhantomData<T>);
