const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a URL names this machine. */
export function isOnThisMachine(url: string): boolean {
  return LOCAL_HOSTS.includes(new URL(url).hostname);
}
