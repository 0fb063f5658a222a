using System.Runtime.Versioning;
using Gateway.Worker.ComTests.Running;

[assembly: SupportedOSPlatform("windows")]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// Runs the tests of this program, all or those whose name contains an argument, and ends with one line of counts.
return TestRun.Execute(args);
