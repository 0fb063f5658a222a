using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Tests.Streams.Alarms;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>Alarms of a running gateway, written into its log as a monitor would.</summary>
internal sealed class AlarmPlant
{
    private readonly AlarmLog _log;
    private readonly AlarmBook _book;
    private int _seconds;

    private AlarmPlant(AlarmLog log, AlarmBook book) => (_log, _book) = (log, book);

    /// <param name="host">The gateway, whose own monitor is off.</param>
    /// <param name="session">What decides who sees the alarms, in place of the monitor's session.</param>
    public static async Task<AlarmPlant> InAsync(GatewayHost host, SessionAccessInfo session)
    {
        host.Get<AlarmReach>().Session = session;
        await host.Get<IAlarmFeed>().WaitUntilOpenAsync(Patience.Token).WithTimeout("the log of alarms");
        var log = host.Get<AlarmLog>();
        var known = log.Recall();
        return new AlarmPlant(log, new AlarmBook(known.Epoch, known.Latest, known.Tracks, host.Clock));
    }

    public void Raise(params string[] references) => Each(references, reference =>
    {
        _book.Watch(reference);
        Apply(reference, AlarmBench.InAlarm(false, 0), AlarmBench.Acked(true, 0), AlarmBench.On(0, 0), AlarmBench.InAlarm(true, ++_seconds));
    });

    public void Clear(params string[] references) => Each(references, reference => Apply(reference, AlarmBench.InAlarm(false, ++_seconds)));

    private void Apply(string reference, params AlarmReading[] readings)
    {
        foreach (var reading in readings)
        {
            _book.Apply(reference, reading);
        }
    }

    private void Each(string[] references, Action<string> change)
    {
        foreach (var reference in references)
        {
            change(reference);
        }

        Assert.True(_log.TryCommit(_book.Epoch, _book.Take(null)));
    }
}
