// Each test starts processes, so on a small machine the tests must run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
