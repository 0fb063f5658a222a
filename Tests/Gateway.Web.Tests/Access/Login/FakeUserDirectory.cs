using Gateway.Web.Access.Login;

namespace Gateway.Web.Tests.Access.Login;

/// <summary>A user directory that answers as the test says and counts the requests.</summary>
internal sealed class FakeUserDirectory(Func<string, string, CancellationToken, DirectoryAnswer> answer) : IUserDirectory
{
    private int _asked;

    public bool IsEnabled { get; init; } = true;

    public int Asked => _asked;

    public DirectoryAnswer Authenticate(string user, string password, CancellationToken deadline)
    {
        Interlocked.Increment(ref _asked);
        return answer(user, password, deadline);
    }
}
