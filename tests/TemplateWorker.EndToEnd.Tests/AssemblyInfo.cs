using System.Runtime.Versioning;

// They look into processes, kill them, and set modes of files.
[assembly: UnsupportedOSPlatform("windows")]
