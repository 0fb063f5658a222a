namespace Gateway.Worker.Executors.Simulation;

/// <summary>Who may write an attribute. The numbers are the vendor's security classifications.</summary>
internal enum AttributeAccess
{
    FreeAccess = 0,
    Operate = 1,

    /// <summary>A write requires WriteSecured with an authenticated user.</summary>
    SecuredWrite = 2,

    /// <summary>A write requires WriteSecured with two different authenticated users.</summary>
    VerifiedWrite = 3,
    Tune = 4,
    Configure = 5,
    ViewOnly = 6,
}
