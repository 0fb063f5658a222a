using Gateway.Web.Access.Login.Ldap;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login;

/// <summary>
/// Limits how many log-ins use the directory at the same time. Calls to the directory block, so each runs on its own thread and
/// occupies none of the thread pool that serves the streams.
/// </summary>
internal sealed class DirectoryGate : IDisposable
{
    /// <summary>
    /// How long to wait for a call that was told to stop. A call that takes longer is no longer awaited, but keeps its place until it
    /// ends.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly IUserDirectory _directory;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;

    public DirectoryGate(IUserDirectory directory, IOptions<LoginOptions> options, IOptions<LdapOptions> ldap, TimeProvider time)
    {
        _directory = directory;
        _timeout = TimeSpan.FromSeconds(ldap.Value.TimeoutSeconds);
        _time = time;
        _places = new SemaphoreSlim(options.Value.MaxConcurrent);
    }

    public async Task<DirectoryAnswer> AskAsync(string user, string password, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(_timeout, cancellationToken))
        {
            return DirectoryAnswer.Refused(LoginFailure.Busy);
        }

        var asking = Task.Factory.StartNew(
            () => AskAndLeave(user, password), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await asking.WaitAsync(_timeout + Grace, _time, cancellationToken);
        }
        catch (TimeoutException) when (!asking.IsCompleted)
        {
            return DirectoryAnswer.Refused(LoginFailure.Unreachable, "The directory did not answer in time, and its connection could not be closed.");
        }
    }

    public void Dispose() => _places.Dispose();

    private DirectoryAnswer AskAndLeave(string user, string password)
    {
        try
        {
            using var deadline = new CancellationTokenSource(_timeout, _time);
            return _directory.Authenticate(user, password, deadline.Token);
        }
        finally
        {
            _places.Release();
        }
    }
}
