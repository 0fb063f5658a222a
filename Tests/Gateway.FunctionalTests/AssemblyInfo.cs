// Each test starts processes of its own: one after another on a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
