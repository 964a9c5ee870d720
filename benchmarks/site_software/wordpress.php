<?php
// Installs WordPress and writes the stories that are given as JSON on standard input. Run by wordpress.py.
$input = json_decode(stream_get_contents(STDIN), true);
$_SERVER['HTTP_HOST'] = $input['host'];
define('WP_INSTALLING', true);
require getenv('WORDPRESS') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function pre_mail($sent) { return false; }
add_filter('pre_wp_mail', 'pre_mail');
wp_install($input['title'], 'editor', 'editor@example.org', true, '', 'a password of the test');
update_option('permalink_structure', $input['permalinks']);
update_option('timezone_string', 'UTC');
update_option('posts_per_page', 4);
update_option('comment_previously_approved', 0);
switch_theme($input['theme']);

$users = [];
foreach ($input['stories'] as $story) {
    $name = $story['author'];
    if (!isset($users[$name])) {
        $users[$name] = wp_insert_user([
            'user_login' => sanitize_user(strtok($name, ' '), true),
            'user_pass' => 'a password of the test',
            'display_name' => $name,
            'role' => 'author',
        ]);
    }
    $section = wp_create_category($story['section']);
    $post = wp_insert_post([
        'post_title' => $story['title'],
        'post_name' => $story['slug'],
        'post_content' => $story['html'],
        'post_status' => 'publish',
        'post_date' => $story['published'],
        'post_date_gmt' => $story['published'],
        'post_author' => $users[$name],
        'post_category' => [$section],
        'tags_input' => $story['tags'],
    ], true);
    if (is_wp_error($post)) {
        fwrite(STDERR, $post->get_error_message() . "\n");
        exit(1);
    }
    wp_insert_comment([
        'comment_post_ID' => $post,
        'comment_author' => 'A reader',
        'comment_content' => 'I have walked there every day since my childhood, and I never saw it like this.',
        'comment_approved' => 1,
    ]);
}
wp_insert_post([
    'post_title' => 'About us',
    'post_type' => 'page',
    'post_status' => 'publish',
    'post_content' => '<p>We write about the harbour and the town, and have done so since the spring.</p>',
]);
wp_insert_post([
    'post_title' => 'For members of the rowing club',
    'post_status' => 'publish',
    'post_password' => 'oar',
    'post_content' => '<p>The boats are in the second shed, and the key is where it was.</p>',
]);
wp_delete_post(1, true);
flush_rewrite_rules();
