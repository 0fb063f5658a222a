namespace Gateway.Web.Access.Login;

/// <summary>The directory of users and their groups.</summary>
internal interface IUserDirectory
{
    /// <summary>Whether a directory is configured.</summary>
    bool IsEnabled { get; }

    /// <summary>
    /// Checks the password and finds the groups. The call blocks, so it runs on a thread that may be blocked. Failures of the directory
    /// are answers, not exceptions.
    /// </summary>
    /// <param name="user">The name as the user typed it; its form was checked.</param>
    /// <param name="password">The password; not empty.</param>
    /// <param name="deadline">Ends every wait when it is cancelled.</param>
    DirectoryAnswer Authenticate(string user, string password, CancellationToken deadline);
}
