namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>What makes a reader one of a tag.</summary>
internal enum TagChoice
{
    /// <summary>Reaches nothing else.</summary>
    Rights,

    /// <summary>Reaches everything and asks for the tag.</summary>
    Selector,

    /// <summary>Reaches everything and asks for the tag and for some names.</summary>
    SelectorWithName,
}
