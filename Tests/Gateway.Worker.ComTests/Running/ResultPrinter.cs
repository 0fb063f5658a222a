using System.Globalization;
using Xunit.Abstractions;

namespace Gateway.Worker.ComTests.Running;

/// <summary>Counts results and prints one line for each.</summary>
internal sealed class ResultPrinter(TextWriter output) : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

    public ManualResetEvent Finished { get; } = new(false);

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed test:
                Passed++;
                Print("pass", test);
                break;
            case ITestFailed test:
                Failed++;
                Print("FAIL", test);
                PrintFailure(test);
                break;
            case ITestSkipped test:
                Skipped++;
                Print("skip", test);
                break;
            case ITestAssemblyFinished:
                Finished.Set();
                break;
            case IFailureInformation failure:
                // A constructor, a clean-up or xunit itself failed. This is not a test, but it counts as a failure.
                Failed++;
                output.WriteLine("FAIL outside of a test");
                PrintFailure(failure);
                break;
        }

        return true;
    }

    public void Dispose() => Finished.Dispose();

    private void Print(string result, ITestResultMessage test)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result} {test.Test.DisplayName} ({test.ExecutionTime:0.00} s)"));
        if (test.Output.Length > 0)
        {
            output.WriteLine($"     {test.Output.TrimEnd()}");
        }
    }

    private void PrintFailure(IFailureInformation failure)
    {
        for (var i = 0; i < failure.Messages.Length; i++)
        {
            output.WriteLine($"     {failure.ExceptionTypes[i]}: {failure.Messages[i]}");
            output.WriteLine(failure.StackTraces[i]);
        }
    }
}
