// The heap limit watches the memory of the process: a test that fills it would end the run of a test beside it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
