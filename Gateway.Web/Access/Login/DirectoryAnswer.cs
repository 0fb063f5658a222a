namespace Gateway.Web.Access.Login;

/// <summary>The directory's answer to a name and a password.</summary>
internal sealed record DirectoryAnswer
{
    private DirectoryAnswer()
    {
    }

    /// <summary>Null when the directory accepted the account.</summary>
    public LoginFailure? Failure { get; private init; }

    /// <summary>What an operator needs to find the cause. It contains no password.</summary>
    public string Detail { get; private init; } = "";

    public string Subject { get; private init; } = "";

    public IReadOnlyCollection<DirectoryGroup> Groups { get; private init; } = [];

    public static DirectoryAnswer Known(string subject, IReadOnlyCollection<DirectoryGroup> groups) =>
        new() { Subject = subject, Groups = groups };

    public static DirectoryAnswer Refused(LoginFailure failure, string detail = "") => new() { Failure = failure, Detail = detail };
}
