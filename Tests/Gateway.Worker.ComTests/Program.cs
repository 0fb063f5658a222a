using System.Runtime.Versioning;
using Gateway.Worker.ComTests.Running;

[assembly: SupportedOSPlatform("windows")]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// Runs the tests of this program: all of them, or those whose name contains an argument. The last line has the counts.
return TestRun.Execute(args);
