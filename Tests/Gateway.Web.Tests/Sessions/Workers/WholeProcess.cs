namespace Gateway.Web.Tests.Sessions.Workers;

/// <summary>Tests that measure something of the whole process, so that no other test may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class WholeProcess
{
    public const string Name = "whole process";
}
