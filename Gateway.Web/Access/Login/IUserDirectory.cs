namespace Gateway.Web.Access.Login;

/// <summary>Where users and their groups are kept.</summary>
internal interface IUserDirectory
{
    /// <summary>Whether one is configured.</summary>
    bool IsEnabled { get; }

    /// <summary>
    /// Checks the password and finds the groups. Blocks; called on a thread that may. Any failure of the directory is an
    /// answer, not an exception.
    /// </summary>
    /// <param name="user">As typed, of sound form.</param>
    /// <param name="password">Not empty.</param>
    /// <param name="deadline">Ends every wait when it fires.</param>
    DirectoryAnswer Authenticate(string user, string password, CancellationToken deadline);
}
