using Xunit.Abstractions;

namespace Gateway.Worker.ComTests.Running;

/// <summary>Collects the test cases that discovery finds.</summary>
internal sealed class CaseCollector : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    public List<ITestCase> Cases { get; } = [];

    public ManualResetEvent Finished { get; } = new(false);

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage found:
                Cases.Add(found.TestCase);
                break;
            case IDiscoveryCompleteMessage:
                Finished.Set();
                break;
        }

        return true;
    }

    public void Dispose() => Finished.Dispose();
}
