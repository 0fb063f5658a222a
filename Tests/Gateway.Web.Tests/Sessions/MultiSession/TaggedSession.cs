using Gateway.Testing;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>A session, with the last event up to which each tag had it. Used by one change at a time.</summary>
internal sealed class TaggedSession(Session session, string? tag) : IDisposable
{
    public const string Even = "even";
    public const string Odd = "odd";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, long> _endOf = [];

    public string Id => session.Identity.SessionId;

    public bool IsEven { get; } = IsEvenName(session.Identity.Name);

    public string? Tag { get; private set; } = tag;

    public bool Closed { get; private set; }

    public long Latest { get; private set; }

    public static bool IsEvenName(string? name) => name!.StartsWith(Even, StringComparison.Ordinal);

    public async Task<int> PublishAsync(Plant plant, int count)
    {
        await _gate.WaitAsync();
        try
        {
            if (Closed)
            {
                return 0;
            }

            plant.Publish(session, Latest + 1, count);
            Latest += count;
            return count;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task SetTagAsync(string? tag)
    {
        await _gate.WaitAsync();
        try
        {
            if (!Closed)
            {
                await session.Life.SetTagAsync(tag).WithTimeout("another tag");
                if (Tag is { } before && before != tag)
                {
                    _endOf[before] = Latest;
                }

                Tag = tag;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task CloseAsync(Plant plant)
    {
        await _gate.WaitAsync();
        try
        {
            if (!Closed)
            {
                Closed = true;
                await plant.Host.Sessions.CloseAsync(session, "test").WithTimeout("a close");
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The last event that a reader of a tag may get; 0 when the session never had the tag.</summary>
    public async Task<long> LastOfAsync(string tag)
    {
        await _gate.WaitAsync();
        try
        {
            return Tag == tag ? long.MaxValue : _endOf.GetValueOrDefault(tag);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
